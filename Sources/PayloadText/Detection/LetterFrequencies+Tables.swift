// Letter pair frequencies of the languages with single-byte encodings.
// Written by Tests/Tools/encoding_tables.py; not to be edited.
//
// Counted from translations and letter counts in these packages of PyPI:
// django 5.2.19 (BSD-3-Clause), djangorestframework 3.18.3 (BSD-3-Clause),
// wagtail 8.0.1 (BSD-3-Clause), django-allauth 65.21.1 (MIT),
// sphinx 9.0.4 (BSD-2-Clause), horizon 27.0.0 (Apache-2.0),
// home-assistant-frontend 20250109.2 (Apache-2.0), jupyterlab-language-pack-zh-cn 4.5.post3 (BSD-3-Clause),
// jupyterlab-language-pack-zh-tw 4.5.post3 (BSD-3-Clause), jupyterlab-language-pack-ja-jp 4.5.post3 (BSD-3-Clause),
// jupyterlab-language-pack-ko-kr 4.5.post3 (BSD-3-Clause), jupyterlab-language-pack-ru-ru 4.5.post3 (BSD-3-Clause),
// jupyterlab-language-pack-el-gr 4.5.post3 (BSD-3-Clause), jupyterlab-language-pack-de-de 4.5.post3 (BSD-3-Clause),
// jupyterlab-language-pack-fr-fr 4.5.post3 (BSD-3-Clause), jupyterlab-language-pack-es-es 4.5.post3 (BSD-3-Clause),
// jupyterlab-language-pack-it-it 4.5.post3 (BSD-3-Clause), jupyterlab-language-pack-pt-br 4.5.post3 (BSD-3-Clause),
// jupyterlab-language-pack-pl-pl 4.5.post3 (BSD-3-Clause), jupyterlab-language-pack-cs-cz 4.5.post3 (BSD-3-Clause),
// jupyterlab-language-pack-hu-hu 4.5.post3 (BSD-3-Clause), jupyterlab-language-pack-tr-tr 4.5.post3 (BSD-3-Clause),
// jupyterlab-language-pack-he-il 4.5.post3 (BSD-3-Clause), jupyterlab-language-pack-ar-sa 4.5.post3 (BSD-3-Clause),
// jupyterlab-language-pack-uk-ua 4.5.post3 (BSD-3-Clause), lingua-language-detector 1.4.2 (Apache-2.0),
// jieba 0.42.1 (MIT), opencc-python-reimplemented 0.1.7 (Apache-2.0).

extension LetterFrequencies {
  /// The cost of each character from space to tilde in typical ASCII text.
  static let ascii: StaticString = ##"""
    PYVYYYYXYYYYWXWYTTTTTTTTTTWXXXXYYVXWWWYYYXYYYYYYYYYXYYYYYYYXYXYYYRWUTPWVVRYXTVRSVXSSRTWXYXXXYYY
    """##

  /// From ru.
  static let russian = LetterFrequencies(
    letters: "абвгдежзийклмнопрстуфхцчшщъыьэюяё",
    rows: ##"""
      ~MFYDa~VXOYQWaRRmSZUOPMSOUQX^^X^syllUe]m
      ~CHCEa~fminjdolgmhfkgckhhdkrppnqrxllsplx
      ~g=DFe~hnjpkgqmhnkjlhgliihltqrortzmmurnz
      ~OLIJ]~URNYOW]ROqPXSNPMRNSPUX]UZm|pmSmW|
      ~LE<Cc~W[R]U[cVUgV_YSTQWSXVZca]asygmYf^m
      vNL<EJXTXU^YU_XT]YXTSTRURUZb``Tabh[[c`[h
      pPJAJdoOURWSNXUOVSRTPNSQQOT[YYWY[bTU]YUb
      ~heBKg~fTOTRSTPZRPNRLcRQPMY]VRSVZ|oodWSf
      ~e_LMw~N_]hbNc[RkRM[QLgLWcNmX^haRPLce[Wm
      ~icCMk~KgV_]Ln[MnSP[QLZSQSTi[ebYckMZjiWe
      ~c[HOu~O_`WQPjfNh]QXRHeK__Oljcdimsegchgq
      ~haHNl~JbU_WKXaNmTOYPKXQTWPk^b]`rdT[geX^
      ~je?Le~[XTSOUVSZRQOPKYXLONc^Y[WXX|ppla`b
      ~b[NPg~MTbdNHefKhUcVLXc`[aRlkg^kmsf^gegb
      ~f`ENx~HWOZOQ^fPkUXNOMaT^cQonealqbR]kdYo
      ~kdBLe~VVRUUOZPQQQPPOVWQOLcXTSTZ^{ookTOs
      ~d^<Ic~`]]_P]k^ajNOVQS`^JMfabXSTbugiijbs
      ~haDNd~JcWghSXaMm]ObVIcPSNOkeVlhrwijemkr
      ~hbIO{~N^h]aKUiKnVUgSLfcY`QckpXmnwVKiPNZ
      ~f`CLk~L^YdgIjgMlYWTTKTcYcPckealivPZ`gRc
      ~kdIN}~Kd][VLfaJpWekPKfeUPTWeZ_gepNXk]V_
      ~lfCMl~cOLQOTSTVPQNPQXRONOb^XZTV]|pp_aXj
      ~haJPl~NghkiMojPmZTgWHWI^YPkkZiiqxXallZr
      ~jcINn~J_TWZKUfMoW]USJ`ZUTPZ[ccXbxRYicVc
      ~jcFO|~RWTa]OgfPoNPUTMPWQITaZ^ZXrhVRjaPa
      ~keDNm~MaPk_LqgMpT]XSKZMRbSchi]pllSLge[e
      ~gaCMi~WQRSLRQRaTQRPScOPMOh]YaPXRwkkaP^u
      ~`YOOr~JbaYbMhaIe_T^[KbNYSRUgeffkq]_feaj
      ~`Y=Jr~PdW``UhcRf_WYRHbLVYUZcgdfkgdc]gej
      ~aZJNs~N_UfcKibFfW`c_WZ_]`QifegilrOeieer
      ~d]IOv~KhcjfHhhKiS[cOZd^_KWjilfYnthWllhW
      ~`YEPr~MeYecIheHfSP`OU_R]UUjffgikpdXffe]
      }_WNOq|Md`eaGfcIda`bU[b^_^SiggehiocQjgcR
      yZSKNmxX_[a]Eb_X`][^YW]ZZX^eccadek__e]LW
      ~f_>Ix~dPPZVM_Z`LTOOWcRVSOhpMkYVhvjjqn_u
      ~f_;Ib~dY_Y_SlNZkQgVK_ceNQi`cZ_Q^vjjlRUd
      ~`XPQr}^`Z]]^gb^]NLYP]YTWFbV`df]jpddihcq
      ~aY=Ib~]R[ZQ]WU_`YU[T^bUVLcgc]JbLqeegVep
      ~e^;He~cUP^QPWQa[XTRPb^UUMejTWR^SuiioUWv
      yZS?KmxX[TYVXUTX^XSNHWZPRK^cVc`]dk__fc_k
      """##)

  /// From uk.
  static let ukrainian = LetterFrequencies(
    letters: "абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґ",
    rows: ##"""
      ~MFZDa~VUMXQ[]PffQYUOSMSPUVY^UXZZ~~n~qW~Uqh~
      ~CHCEb~fmgnigokgmiifffjhigjroonor~~m~pk~hpq~
      ~j=DFc~hoiokiqmhokklhglikiktqqpqt~~o~rm~irs~
      ~NLJK_~TRLXOXZNj[PWRORMROSUVYTVYU~~q~tT~S]]j
      ~LD<Cb~WYQ]U`_SbkU^XSVQWTZZ]aYZ__~~n~gT~XlY~
      vOK>EStU]RUTV_VV^VXYSUVUSVUZ`_^_cut]vYJvU`Ms
      pQJCJdnOVQWSQXUPWRSTPOTQSQS]YXWY]poVpYNpQZOm
      ~leCLi~gTOSQeSRhRRMRLfSQPMZ]URRS`~~qzW]~gVSo
      ~e^ELbcOea^cMkeQj[LWSMgMX]JnYedfkwnj{Yh~Nngg
      ~jcFMahJ_V]TOV]JoUR[PNWXQTSf]]X]c~nn|p_~Lsi~
      ~d[JOu~M```aRjfTi]O]RGdMbSMmkcjdn}zh~jg~Olk}
      ~ibGNh~KYV`XNS]OkQPXOJTRTTQd[a]aj~qU~eX}Nqfp
      ~kd?Mn~ZWRSPhSQjSPRPJYVJQQdZ[XX]b~~p{_]~f_]k
      ~c[GPt~NT``TH`eLiWR`NQcaaXNij`Sjn~xg}ia~Rkk~
      ~g`CN_~HQPUURkeRhVYNMQTU^[PdifdWp~pY~c[~Somn
      ~kd=Jd~fTPYRhXThOOQOPhUTNMiXPVTWX~~p~iZ~j^Zt
      ~d]<Ic~`TX]PbXbciVORMMZ_NLdceY]Sf~xizkd~bkgn
      ~ibFMc~KbYgfTo`MncOcRIeOTPNnhUlcTyzm~nl~Oqqz
      ~haJNk~LfgbbLgkLnT^i`LjbeaSglekos~tL~QM~Mfgx
      ~g`DK]hK]YkeLkdMmRVdWKUcZ`Ncla_km~qk|ih~Kok~
      ~leKOl~Kf`^VMjbMqSflMLfgUQQVfX`Xk~nU~YM~Nt_o
      ~leBLh~bOLPO[RRj^PPOOaRMORe]ZYSWa~~q~U^~eS^t
      ~haJOf~OhgmfLoiPnZTjTIfJ]XQhmZces~vm~lk~Mhn~
      ~jcINm~L`TWWKZcKcXZTRK]eVSQZZ``Vi~nb~[U~Nrjo
      ~ibGNz~ScTigPnkQnPQ]RQPabHO`WWn_r~vP|_N{Pqi~
      ~kdINi~LaRmjNgkIpT]eSMhN]ZOfif]ltqpN~]X~Qse|
      ~ha?Kd~WUKWObUWgWPPQSePPPMi_X]TY[~~mwUc~gfRt
      ~`XOQr|Jd`^`MgcYf_U`[JbN[TQ_hgfdkvtdxedzIigs
      ~aY<Jr}OfPcbVhdPgaXWRHcU]RRj`gehlyxfphe~Nij|
      ~c[QQt~[b_gdJjeRibcc[_^bbU[lihijn~gN|PO~Gcl|
      ~d]FOu~JhaieJigKiTZ_KQfccXQhje[kn~{h~g_xPlj~
      ~bZEPt~OgTgdKieKhRQ`PO`TbKNlighgm~wgwhe}Pkk~
      ~`XOPr|Re`faJgdSfabc^Fc`a_Ukhgfhk{|e~hdvVih{
      oQJBJcmOVPWRPXTPVRRSONSQRPS[XXWX[onVoYToPYZm
      oQJBJcmOVPWRPXTPVRRSONSQRPS[XXWX[onVoYToPYZm
      ~d]<Hg~b[[_acjecVKfXLMccLQfdj`aQ_~~i~c[zdjcw
      oQJBJcmOVPWRPXTPVRRSONSQRPS[XXWX[onVoYToPYZm
      ~aY<Hd}^VMaP_^V`VVX[X_cVWKcic]KcV~}f~Ud~agQt
      ~f_;H^~dcRTOe^SecKVPQc^UWOhnTWTcb~~kzYh~fiUy
      oQJBJcmOVPWRPXTPVRRSONSQRPS[XXWX[onVoYToPYZm
      ~jcAKm~VWNTLhXSiPQOSMW^SOOcdXXUTW~~o~SS~fPVp
      }_W:Fc{^dPeZ_ZU^Y[ZTK]b_[YaiOcbfi}|e}`c}_Phw
      ~`X<Jd|^bO]O_c__dR]NS^^SRJb^`_a]h~}f~Pd~`Pak
      pQJCJdnOVQWSOXUPWRSTOOTMRPS]YXWY]poVpYUpQZZh
      """##)

  /// From el.
  static let greek = LetterFrequencies(
    letters: "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ",
    rows: ##"""
      ~MFYDh~NXWOM_QVYRVQX[ROYQjQXWVcaYX`eZjc}~~~
      ~CIBFd~fqilgtingjkjerfjhijgjonwnmlmklpq}~~~
      ~e=DF~~grmmgujohklkhshjiikhkpoxommmlmpr~~~~
      ~NMJLa~MWSON]TU[OUPQ[SNYMnMUYTa]ZSW_Vj^~~~~
      ~KE=Ce~R]ZSQcUZ]UYU[^UR]UjT[[Xhc^[_g]p`}~~~
      sNL>DJsR^XXRaUZSVWVS_SUTTVSV[ZdZXXXWX[^jkps
      oPJBJgoNZTUO^RVPSSRP[ORQQRORWW`VUUUSUXYghmo
      ~jf?L~~hZRV^YhUMQPRMYaOOPONQRXdqoeiUe]m^ugz
      ~`ZOOv~JXXUMkVgRcNc`kKbLac`^hgp`LTVUX_[vw|~
      ~f`QO|~OpSdNrThKOWQRXNhLeheZmTuSTSNPU]W|}~~
      ~f`QP|~OfjiIrNlIhifaqNhQffeRmluV[UTQVTU|}~~
      ~ifANo~`XTVc_hXLRQUMT_NNSPNQXX_XYmoMcVaguo~
      {]VNOs{ReaaIiNcP__Z[gK_^^_[ZdclPTXMRO_Pqsx{
      ~hb<Kd~fhT_driTgPSML`g]QNKOjZ]]nmlmkmkqy~~~
      ~d^RQz~LlhiJqLjXfXOWoOfTefcPkjsWWLOZVVVz{~~
      ~fdANj~KXUSSZYWfLQQR[OYTMPRj^UaYTZWiXqUy|{~
      ~gbNO}~IhkWLrR^SVQY_rN]QchOTbdvTNSQTNXV}~~~
      ~gaQP|~NaagKqO]O`NU`mL^gbgXU`kkTPOPPSUS{}~~
      ~hbPP~~KTllKsPnNijS]rMOhghg]SnaYQMRSP][}~~~
      ~id>Mh~JnbTNjPVQeei[sNiiTeMZjkxRSQTTU^X~~~~
      ~_XOOu~MiddHlLePbba_jP```bLTefoSURUTXScuv{~
      ~hdAM~~^VRTYeYVOUPPNaaPOPPSJVVadj_]TjPcc]o}
      ~hbRP~~LrjlMsUlMjQeZsIdKehTYniwVRUXTNdZ}~~~
      ~icQP~~L_N^OnRYMXcTY[Kb[`hSTURoSPQSPPYT~~~~
      ~jdRP~~PXj`LtKTQQaPftTWeWlJNSUyTV^WRXTa}~~~
      ~f`9Fb~S]VWPdV]WV_UYaSSaSVRP^]jb_Zbc^hh{|~~
      ~ieRP~~KqnoL`LoMl_]huJlR[d`UhnzRRTQVQXW~~~~
      ~gaBMj~XYTW_]bRbWROLYXMMNPLgZSXj]VSe_o[n}o~
      ~c]PQy~JlcgPoSTRd[d_mKaTbeUTjirNNPLRQVUyz~~
      ~d^OOy~PmhhIpVTQf^_SnLeKdeUVkjsPUTRRUXRyz~~
      yZTLPpyRd__IgGaU]^]ZeP]ZZ]QRbaiXWZRXVX^pqwy
      ~c]ENy~_]SP_bdR_a]OHdaTOJNPf]`pibe[_gkjnwt~
      ~e_BK{~bUPPZSdQZRMSLU^TMMUNgRVVciijhjmnm{~~
      ~f`PO{~TXPWY]dS^SNUJRSQMNMQcWMYWjjkijmop|~~
      ~e_=J{~cfUVdjgQdPUORYdVPKKOhX]Wkjjjijmoz|~~
      ~f`CM|~J]RPQRTXfTUTLYOUTNTNi^UbRkkkjknpz}~~
      ~e_>L{~`WRUZ`_V`UONMc_QOONKgXT]fjjjhjmnny~~
      ~aZAMw~^^T[TY^N`XSNJWOOONPPd[VWYfffefikux}~
      ~`YCNv~]^aU^fZQ__ZQHaZULKOPbc`obedecehiuv|~
      qRLDLiqP[VUQ^TXRLQSK^QTSRTPTYXbXWWWUOZ[ijoq
      tTOFMktS_YXSbV[TWWTT`SFUUWTWY[d[YYYXY]_klqt
      pPJBKgpNZUTO]RWPSSRP[MRQQSPSXWaVUUUTUXZghmp
      oPJBJgoNZTUO^RVPSSRP[ORQQRORWW`VUUUSUXYghmo
      """##)

  /// From th.
  static let thai = LetterFrequencies(
    letters: "กขฃคฅฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรฤลฦวศษสหฬอฮฯะัาำิีึืฺุู฿เแโใไๅๆ็่้๊๋์ํ๎๏๐๑๒๓๔๕๖๗๘๙๚๛",
    rows: ##"""
      ~LF`D}~OT~O~~cVdU^~f~~~~~fWRXT`ZUUXfW[^WVRzS~WavRR~Ta{nmhqomwppp~~MSVVQ~|tkk~~r~~~~~~~~~~~~~~~
      ~CGAGW~in~l~~jnxnr~t}}}~~pllqltblmq}ntsjkhyj~lttlk~i|zmlgonlvooo~~jnqnm~{sjj~~p~~~~~~~~~~~~~~~
      ~i=DFc~kp~n~~lpzpt~v~~~~~rnnrnvjnos~pvulmj{l~nvvnm~k~|omiqpnxqqq~~lpspo~}ull~~r~~~~~~~~~~~~~~~
      ~HFCF[~PT~Q~~bUcW^~r{{{|~nZTUSrYYWZ{Z__VYTwV~ZrrTR~Szckjemljtmmm~~OQSTR~^qhh|~n~~~~~~~~~~~~~~~
      ~LD>C|~RU~R~~eXfX_~f~}~~~fZUVXf^YU^fY`c[XUzV~ZtuVT~U`{nlhpomwpop~~PVXXS~{skk~~q~~~~~~~~~~~~~~~
      sHD?DhsUZsXsmVZeZ_rajjjkp[WX]XaTXY^jZa`UWTfVsWaaXWpUhgYWS[ZXc[Z[ssUZ^ZYsh`VVks]mssssssssssssss
      oOHGJdoQVoToiRVaVZo]fffgmXTTYT]QTUYfV][RSPbRoT]]TSlQecUTOWVT_WWWooRVYVUod[RRgoXioooooooooooooo
      ~haIL|~SV~S~j[V`YZ~jYbc~~dXQ_TeWYXac[__W[MZP~TaTRW~Sh[_RIPWXwp]Y~~PVYWW~aXWS[~]~~~~~~~~~~~~~~~
      ~d]NMx~YW~Z~}`_oZl~oyy_z~P`TiXoQ][^tdpYTTVu[~UgqUWuHxqgVOajYSkkl~~Y^YbV~wa[Jz~m|~~~~~~~~~~~~~~
      oOHGJdoQVoToiRVaVZo]fffgmXTTYT]QTUYfV][RSPbRoT]]TSlQecUTOWVT_WWWooRVYVUod[RRgoXioooooooooooooo
      ~e^PNy~[e~U~iXcoYc~r{{{s~VXYi]jQa]ilcjaNXLjP~Mkr_b~Tpl]USRcUtSJ^~~W[]^b~yWOS|~Tc~~~~~~~~~~~~~~
      oOHGJdoQVoToiRVaVZo]fffgmXTTYT]QTUYfV][RSPbRoT]]TSlQecUTOWVT_WWWooRVYVUod[RRgoXioooooooooooooo
      oOHGJdoQVoToiRVaVZo]fffgmXTTYT]QTUYfV][RSPbRoT]]TSlQecUTOWVT_WWWooRVYVUod[RRgoXioooooooooooooo
      ~Z`FK{~NRwM~eXS[S_~gu|ky~mWTWQbSUTVbV]_TXRiU~UZ`QP~RfcaaOkbkuZnn~~NRVRP~[rai}~p~~~~~~~~~~~~~~~
      ~c[MMw~U[~X~qVQ]_d~exxyy~iUXbYkSY^^gYdaV[Qt]~SeiPT~ShdKPKNZXqjQ[~~UU`ZY~vTeSy~lZ~~~~~~~~~~~~~~
      xYRPLnxT^x[xr[`h_cxfooppvb[]`[gXK]bfLfbURWkMxWeg[]uYjmQLMb`LhaaaxxX^a`]xme[[pxcrxxxxxxxxxxxxxx
      ~c[QPw~Vf~[~|ZeoWig^johp~jZ_kXcOYWer_fcRVVmW~SfdYd~Upd[PL[XNrLRk~~]c`fc~w]OJz~^|~~~~~~~~~~~~~~
      ~_WVNs~]c~Y~xUcob]}lutuu{gNMe``OV`hucOkQYZpS~ZklP^{N_cYWQaQSWY[g~~R_Wd^~rNOOu~Sw~~~~~~~~~~~~~~
      oOHGJdoQVoToiRVaVZo]fffgmXTTYT]QTUYfV][RSPbRoT]]TSlQecUTOWVT_WWWooRVYVUod[RRgoXioooooooooooooo
      }^VTPr}VX|]|j^TfHgqQssomzc^[`OcZ]V`h[gb[[YhU}X^iYMyZh`bbJfdWleef}}TS_Z]}fiS`t}gv}}}}}}}}}}}}}}
      qRKILgqSOqVqlUXcX^q_hhcioZVV[V_SVW[hX__TUPdTqV_`VPnSgdWVJYXVaYYYqqSX[MWqf^TTiq[kqqqqqqqqqqqqqq
      sSLKMhsQYsWsmVWeX]rajiQkp[WU]VaTWW]eWa]TVRfUsQ[aVTpThdXWR[HXc[Z[ssSWZPXsh_VVks]mssssssssssssss
      rRKJLgrQXrWrlUYcX^r`iifjoZVV[VXSPW]iX_^PVSeUrU^`UVoOfVXVHZYWbZZZrrTX[YWrg_UUjr[lrrrrrrrrrrrrrr
      oOHGJdoQVoToiRVaVZo]fffgmXTTYT]QTUYfV][RSPbRoT]]TSlQecUTOWVT_WWWooRVYVUod[RRgoXioooooooooooooo
      pQIHKepRWpUpjSXbW[p^ggghnYUUZU^IUVZgW^]STQcSpU^_UUmRfdVUPXWU`XXXppSWZWVpe]SShpZjpppppppppppppp
      ~bZILv~Q^~V~qdSaUg~gxxaT~^ZQXV_[ZZ`fUdVVQVeX~W^oPT~UpaKfMjZXqjij~~RO[XL~pmeey~O{~~~~~~~~~~~~~~
      ~`_HLz~QS~T~hQW_V_uh{{h|~mWQYQdRYVZcR`VWQTiS~V_rST~RccfVSU]VtYmR~~OTWQT~_qhL|~R_~~~~~~~~~~~~~~
      ~e^NPy~S]~]~r`^kZ`~j{{s|~maX^XjTY^an^b_^QKnT~[fpW^~PjbTLNSOUtWU`~~TZUW[~rWPL|~S~~~~~~~~~~~~~~~
      ~aYQMu~T^~Y~pZZh]^~iwwwx}jVYVUjSWW`gZddUVWsO~SfmX^}QifcZLiZfPYZH~~PT[TU~lmYRx~jz~~~~~~~~~~~~~~
      ~e^MOy~Y[~Y~tadqZh~p{z{|umY_bYQUV`epVjaVONi]~YRY[V~TkeSQPNOISmWm~~UXabb~xZWY{~W}~~~~~~~~~~~~~~
      yYRJKnyX]y]ysU`j_dyfpppqvc^^cXcQ[Tck]f^SVNk]yZXgZVvQig`TM_IMibbbyyY___Vynf]]qyOsyyyyyyyyyyyyyy
      ~caGKf~QS~Uwk]W^W]xgp~`t~mRQ]OVTVWZcW^[TRShV~S^sTR~QgaVXPVVNWWU^~~PRWTR~]cTO~~Zf~~~~~~~~~~~~~~
      ~e^FLy~PS~R~j[WeW^~eoei|~nVTZR`TMVWcXW]V]NiU~T`rQT~OhbaMO``UtmSY~~PUXWP~f^^X|~n~~~~~~~~~~~~~~~
      ~d]INx~Q_~_~nc[gVa~bgUb{~aUU_R_SbVdhWgRXUItL~^bnZX~VmkZQUkOUslYl~~UR`UX~mPgR_~m}~~~~~~~~~~~~~~
      ~aYMOu~Xf~e~zU^qYl~cwvww}i]cjcnRRegwgllTK`sK~W_nWe}VutfeWiO^p^hK~~bcfee~tlJdw~jy~~~~~~~~~~~~~~
      rRKJLgrTXrWrlTYdX^q`ihiioZUW[V`NWX[iY`_TVKeUrV_`VVoSgfXVNZYWbZYZrrTX]YWrf^UJir[krrrrrrrrrrrrrr
      ~c[MKw~][~_~|WZjZh~aqo`g~`^Y]R[VN^cl`i_XRKPM~X_oZ`~Uk]aVPjKWrO^`~~S^RaX~vnefy~S{~~~~~~~~~~~~~~
      |]UIKq|R[|[|k__fXV{issstyeXWdWhP_^Yn^QbX^NoK|ZgjW]yMf`bUSeLWlede||NYXVP|qh`Rt|fv||||||||||||||
      |]UTNq|^c|U|v`dm]h{ispssy[aafMi^abes^jh_`Wm`|`ij_ayXqlcLFedbledT||_cfdb|ph_`s|fu||||||||||||||
      ~g`JL{~RW~V~fXXdU`ukt}j~~aSSYS]RVUYfS_WWXRiP~V_RTU~Tac]ULoYOvU[S~~PVYXZ~feKj~~p~~~~~~~~~~~~~~~
      ~e^IKy~NY~WpmQXfWbwakxb|~dWV[U`LSX[cWd`T[UoW~Q_rUU~ThfWNPeZctPTP~~QOZSU~ZcRX|~S~~~~~~~~~~~~~~~
      ~ibMN}~RY~T~oTVj[[yls~d~rSTSRTaXXW^fYcaSWRkV~RW]UO|PlbMQNgSSwRUR~~RVYVY~lWTR~~Q~~~~~~~~~~~~~~~
      tTMLHitT[tYtnW[fZ`tbkkkl`]TN^VbUYZ_k[baVXUgWtXMHYOqVjhZXT][Yd]]]ttV[_[ZliaWWlt^ntttttttttttttt
      ~g`KN{~QR~Z~~O]n]_~iftwq~nPX_UfTPY`k]`[YUYrX~WctWY~Qi_MPLYRRvOV`~~TYZYZ~oURO}~T~~~~~~~~~~~~~~~
      oOHGJdoQVoToiRVaVZo]fffgmXTTYT]QTUYfV][RSPbRoT]]TSlQecUTOWVT_WWWooRVYVUod[RRgoXioooooooooooooo
      ~e^JMy~RR~X~mQPhX`~dzzsw~ZXU_WcOTXbj]gcQOToO~XbrXXrQhg[OLlTYsmlm~~OWWXX~cSOS{~X}~~~~~~~~~~~~~~
      {[TIKp{TW{W{q^PhYdz`mfrrxd^NaKYOZW^fQebYZPhX{W_ST[xOmiaMOdcajdVd{{SRaUS{ng^_r{et{{{{{{{{{{{{{{
      wWPDHlwU^w[wqZ[i^cveY_UotNTVaZeX[]ah^dOXQLiZw[ceTZtXkf[[H`_]g`_`wwX[`]]wkcZZowaqwwwwwwwwwwwwww
      ~f_MMz~U`~W~wT`lV_~ou{u|~lQTRWXRWZOjZjVPWNlT~Tas[XuPpgWSLPSUt[SS~~SYXXX~sqNb|~_c~~~~~~~~~~~~~~
      ~f_OOz~Xl~j~v^lwkq~U|{u|~n_TohsJhfo|fo[LVNmL~Rpshin]zveLLnmkunmn~~hlomk~y]iQ|~]~~~~~~~~~~~~~~~
      pPIHFepRVpUpjSWbV[o^gfggmXTUYT^QUVYgW^]RTPcSpT]^TTmQedVTNXWU`XWXppRVZWVpd[SSgpYipppppppppppppp
      ~ibLN}~MY~U~lJYd_^~lz~t~~pSY]X]NQVUj[^XPOPnV~YeuWVqRel[RQ][QwXVq~~RYZYT~kZ`_~~r~~~~~~~~~~~~~~~
      tTMLNitUZtYtnTZfQ^sakkklq]WU^XbTXV_g[^aRVSgTtUabQXqN^hYOJ]OLd][]ttTYVZVtf`WWlt^ntttttttttttttt
      qQJIKfqRWqUqiTWaVXq^hhhinZUUYU_RVUZcV^]SRQdNqU^_TTnRaeWUQYXVaYYYqqQLYWNqf^TTiqZkqqqqqqqqqqqqqq
      ~bZKNv~PX~U~i`ScS^vhtxmy~dUPUOXRLVYfU_aTRTpR~QaoPS~Sglgfbjigqjij~~KTXUQ~gmeey~k{~~~~~~~~~~~~~~
      ~f_QMz~Rl~^~~NUv`q~O{{c|acPRojsKMWo{QrrYSfw[~N^sLj~gzykjenljtmmm~~hlomk~yqSMa~o~~~~~~~~~~~~~~~
      ~bbIM}~OY~R~lNVfW^~avmn~~]TSYRZMX[afTabNMJoV~SY[SViXdaXmiqpnxqqq~~TX]UV~lull~~r~~~~~~~~~~~~~~~
      ~bZNMv~OV~T~qP[j[W~iwwox~jVVZTcOXX]cXgbV^PlL~U_oRK}Tikgfaihfpiii~~LQZRQ~gmddx~kz~~~~~~~~~~~~~~
      ~c[MLw~Ni~h~|PX^[n~ayxyy~kKQ^QWOWYlyjpaOXUuR~ZOpWX^dwvigckjhrkjk~~S^YYh~vnKQ^~S{~~~~~~~~~~~~~~
      ~e^IKy~PS~Y~~h`c^p~r{z{{~mZVnW`UT[W{Y]qXMYvb~bqrVZ~Vcxkiemljtmlm~~MkU]X~xpHK{~n}~~~~~~~~~~~~~~
      zZSKPozJbz`ztJblbfzhqqqrwd_`d`h[`aeqbhgW_[m^z`hh`_w]pna_Zcb`jccczz^bebazogIJrzdtzzzzzzzzzzzzzz
      ~bZLOv~dh~g~{eishm~oxwxx~jfgkfoLghkxionSfbte~fnoff~Hvuhfbjigqjij~~dhlih~umHQx~kz~~~~~~~~~~~~~~
      ~cZKMv~RZ~S~{ejs`n~Pxxxy~GMWlY]]SPlxionQf]tW~[o]ZX~dw[hgbjigqjjj~~Vil`h~vnQ[y~l{~~~~~~~~~~~~~~
      ~bZNLv~IV~_~{Ui]_m~]xwxx~jYf]WocgL]wio`[fUsM~fno_W~[vuhfbjigpjij~~UYki_~umKKx~kz~~~~~~~~~~~~~~
      oOHGJdoQVoToiRVaVZo]fffgmXTTYT]QTUYfV][RSPbRoT]]TSlQecUTOWVT_WWWooRVYVUod[RRgoXioooooooooooooo
      oOHGJdoQVoToiRVaVZo]fffgmXTTYT]QTUYfV][RSPbRoT]]TSlQecUTOWVT_WWWooRVYVUod[RRgoXioooooooooooooo
      ~haOP|~PP~R~pVTWRQot~}~rikRRdRdRSNS_N[XNZOyN~OZfRR|Qa{nlhpomvpop~~imqom~{sjk~~q~~~~~~~~~~~~~~~
      ~d]QQx~MW~W~}]S^WV~pyyzz~lSPVSpONRUeOVoTVSuI~XpqOQ~Q]wihcljhrkkl~~fjmki~woffz~m|~~~~~~~~~~~~~~
      ~aXPOt~U^~Q~WaV_TS~`vvvtufLSZNcPYK[vXTYOSQrQ~YdnYLqR[sfe`hgeohhh~~cgjgf~tlccw~jy~~~~~~~~~~~~~~
      ~c[QNw~Y[~X~|fNtIn~oyyyz~lUTmhpJXimijpifb`uf~gppPI~etvihckjhrkkk~~fjmji~woffz~l|~~~~~~~~~~~~~~
      ~e^QOy~YP~Z~w_hm`Qxr{z{{~mJWePl^[Mcr]QqHgTwW~RorbT~T_xkiemljtmlm~~gkolj~xpgh{~n}~~~~~~~~~~~~~~
      oOHGJdoQVoToiRVaVZo]fffgmXTTYT]QTUYfV][RSPbRoT]]TSlQecUTOWVT_WWWooRVYVUod[RRgoXioooooooooooooo
      tTM=NitRTtPtnWWdX_sakjkkq]WV]PbSXXQcY``TWTgNtV`bWNqSchYXT][Yd][]ttSV]RUtP`VWkt^mtttttttttttttt
      }_VNMr}Me}X}wXOoeX}ktttu{gRNhRlIKdhtekjPb_pa}WklcczLsqdc^gecmfff}}aeheU}rjaau}hw}}}}}}}}}}}}}}
      ~g`GJe~W[~V~~PUb]^~t}|e}~o^USZtRZ^Z}TtsMQRyX~RstQW~K{zmkK`nlvono~~RUZRR~zrjj}~p~~~~~~~~~~~~~~~
      ~g`FK{~WY~U~~MV`[r~s||}}~o]WUWtOVd]|]bsWZSx]~OstYY~J{zlkJYmkunno~~SV]PP~zrij}~p~~~~~~~~~~~~~~~
      sTLKNhsKZsXsmV[eZ`sajjjkq]XX^XbUXY^jZa`VWTfVsXabNXpHigYXO]ZXc[[[ssVZ^ZYsh`VVks^mssssssssssssss
      oOHGJdoQVoToiRVaVZo]fffgmXTTYT]QTUYfV][RSPbRoT]]TSlQecUTOWVT_WWWooRVYVUod[RRgoXioooooooooooooo
      ~YXCFt~SP~S~ycV^R]~luuvv|hPUiMmOdViuZSTSYVqU~YlmRW|Rtsed`hfdnggh~~NRPQS~skbcv~ix~~~~~~~~~~~~~~
      rRKJLgrTYrWrlUYdY^q`iiijoZVW[W`SWX]iY`_TVSeUrV``WVoTgfXVGZYWbZYZrrTY]YXrg^UUjr[lrrrrrrrrrrrrrr
      oOHGJdoQVoToiRVaVZo]fffgmXTTYT]QTUYfV][RSPbRoT]]TSlQecUTOWVT_WWWooRVYVUod[RRgoXioooooooooooooo
      oOHGJdoQVoToiRVaVZo]fffgmXTTYT]QTUYfV][RSPbRoT]]TSlQecUTOWVT_WWWooRVYVUod[RRgoXioooooooooooooo
      oOHGJdoQVoToiRVaVZo]fffgmXTTYT]QTUYfV][RSPbRoT]]TSlQecUTOWVT_WWWooRVYVUod[RRgoXioooooooooooooo
      oOHGJdoQVoToiRVaVZo]fffgmXTTYT]QTUYfV][RSPbRoT]]TSlQecUTOWVT_WWWooRVYVUod[RRgoXioooooooooooooo
      oOHGJdoQVoToiRVaVZo]fffgmXTTYT]QTUYfV][RSPbRoT]]TSlQecUTOWVT_WWWooRVYVUod[RRgoXioooooooooooooo
      oOHGJdoQVoToiRVaVZo]fffgmXTTYT]QTUYfV][RSPbRoT]]TSlQecUTOWVT_WWWooRVYVUod[RRgoXioooooooooooooo
      oOHGJdoQVoToiRVaVZo]fffgmXTTYT]QTUYfV][RSPbRoT]]TSlQecUTOWVT_WWWooRVYVUod[RRgoXioooooooooooooo
      oOHGJdoQVoToiRVaVZo]fffgmXTTYT]QTUYfV][RSPbRoT]]TSlQecUTOWVT_WWWooRVYVUod[RRgoXioooooooooooooo
      oOHGJdoQVoToiRVaVZo]fffgmXTTYT]QTUYfV][RSPbRoT]]TSlQecUTOWVT_WWWooRVYVUod[RRgoXioooooooooooooo
      oOHGJdoQVoToiRVaVZo]fffgmXTTYT]QTUYfV][RSPbRoT]]TSlQecUTOWVT_WWWooRVYVUod[RRgoXioooooooooooooo
      oOHGJdoQVoToiRVaVZo]fffgmXTTYT]QTUYfV][RSPbRoT]]TSlQecUTOWVT_WWWooRVYVUod[RRgoXioooooooooooooo
      oOHGJdoQVoToiRVaVZo]fffgmXTTYT]QTUYfV][RSPbRoT]]TSlQecUTOWVT_WWWooRVYVUod[RRgoXioooooooooooooo
      oOHGJdoQVoToiRVaVZo]fffgmXTTYT]QTUYfV][RSPbRoT]]TSlQecUTOWVT_WWWooRVYVUod[RRgoXioooooooooooooo
      oOHGJdoQVoToiRVaVZo]fffgmXTTYT]QTUYfV][RSPbRoT]]TSlQecUTOWVT_WWWooRVYVUod[RRgoXioooooooooooooo
      """##)

  /// From de.
  static let german = LetterFrequencies(
    letters: "abcdefghijklmnopqrstuvwxyzäöüßé",
    rows: ##"""
      ~~FZD^~??J>ECCDHGAFCEHDKJAGEB>RPB]bZx~
      ppJCJ_oCDEC?DCBBNDCD?EGRABACGENLEY[Xam
      ~~=DFb~[]^[X]ZZYg][]X^_kYZY[`]ge^rtqy~
      ~~LHLV~A>J<BAAADH>EBCHENJ?HC?=]N?Z^W|~
      ~~E=D_~ABICGEFGIJCHCGHGLKDHHECULE`h`y~
      zzS;EHzHGINJHMIJYIJJKMM^IELLREYWL_g_lx
      ppJCJ_oCDEC?DCBBNDAD?EGSABBAGEOMEY[Xbn
      ~~KOJk~O>BDUFACHV?>A=UGW???<IQKJJsur]~
      ~~`HNt~AITN:MEI?EOAMKDUaCDGBRJaKK`_Zvn
      ~~`POj~IUORJTW3Na<HSSCTYJMKNXY`MUnpnwr
      ~~cCLw~?MRL;NKP<OPKLKEN^FIM?RK_PVcj^yp
      ~~fAMj~KDIGPFEC>YGBC;PJU;AEFLGHRJagr_~
      ~~_DNs~AHMO>=CIAUOBNH?PVBHBCSISPGWaKvj
      ~~aDLg~DEWS:OIKCVHDPHHQ`ABCAUJbRN[eUwq
      ~~]DMf~?FUO=MLNBVK=FDBS]>F=FRFVNMUW]xq
      ~~eLOy~JF=H>F>FWXFCC;CHWE?>PDUO]Hkksaw
      zzTMQiy<MNM;NMLGVMMNJEI]KCK<QNXUOR_Xkj
      ~~_GMs~>KVK>DHLFYJBLI<NYDE<>PJaNH[RVvq
      ~~^EKd~AFKB=GDP>VH<KKCMVQC?BMMVLKURWxm
      ~~_?Mij>DQM=LKR>ZME=NBAMQGFCPG[NMWRWvn
      ~~e>H`~DGM=?C<ICQCJICGLWNB?DKIXRA]`]yo
      ~~aJNd~I?BAREEENM>>=;GB^<DDFJBLQGpnoZw
      ~~]FLq~>OOF?>PDAXM?OPB>`<DBDFURDOWaatj
      vvPIMeuHJKGFJIHFTJEJFGLQ>GA6LJRRJ_b_gs
      ~~dALeoBCG??BCDBRAEDDCKUIA?BHCUMDTWUxl
      ~~]ALn~FH=M?HEG?TFIJRCATM?;FJDXFH]bc{o
      ~~e?Ie~BKPO<GID?VNFKODK[CCDCMEUH>TaX{o
      ~~bCNv~IGCJD<CGMWHE>;QBa>>ANNLQWImsp[r
      ~~TLLq~EMUR:OQP>YSRQR:NdPPPRVM_PSg]ksq
      ~~^INs~>UVS;SUK<USOOJ?ReRGR?[ObVWOVWu~
      xxRFJhxBFFJBEKF<TEGHIJ=HJJ:ENLHFIbdbjv
      zzUDH`z?FHICLGKJQHB>CD;YD;?JMITCLefdkq
      ~~ZJMr~FHUN<OOKB[MHMQFQUQOA8Q>`PIX^[uv
      ~~ZPPo~SMAHOCB9K^QBG<TOUAD:BSU^]MiljY~
      ~~XNPn~RJ<JN:>APXIDK=SIb?:EQLK]ZOhghQ|
      ~~[KOp~T9>KPB;=R`T?KCUHd;ACSUU]^Ukmj`~
      wwQGKgwHBLJ9JHIDVGCJELMXGHAILKVTCbdaiu
      ppJCJ_oCDEC?DCBBNDCD?EGRABACGENLEY[Xam
      """##)

  /// From fr.
  static let french = LetterFrequencies(
    letters: "abcdefghijklmnopqrstuvwxyzàâæçèéêëîïôùûüÿœ",
    rows: ##"""
      ~~FXD]~?G?CFDHIEGQ?BEGAIDBEFALRSN`}~}sUY~|~j~|~~~
      ppJBJZoBHCDAFFGBJNBCBBCHAABADOIJJ^gpf]S_mfkcifopk
      ~~=DFc~Y`[]X^__YbfZ[YYZaYXYY]gacbv~~~tlw~}~z~}~~~
      ~~MJKWrCF><DCHHGES=BDH=EEAEC?I[MLT~~rxVY~~~~~~~~r
      ~~E>D[~?ICEDGJHEJSDDHGCLHEGEBKQJQ^~~~tT^~}~z~}~~h
      ~~X?CGbBVINEOPGFOLPJPGKMMINFS^WKXmu~ukVe|tyqxt}~y
      ppJAI[oBHCDAFGGBJNACBBCHAABADOIJJ^gpf]S_nfkcifopk
      ~~LCKk~UCAGWDANADM?C>QBJ>A>>?TKGMwm~cvdxh[bq~~x~~
      ~~UHNl~>MOKCTUIBAW9OP=RX>GI?PUYHLo`~waV`|l|pyko~l
      ~~cHOi~BYEU>RV:CZHCUT;SOCM>?SWZN]tm~|WVi~{~Z|}z~e
      ~~bIIY~BRSQ:RKQ?L_RLSBU_ELU>SX`PYuw~}ZMv~m~q}fx~~
      ~~c=K^~IICKTIHUJOSCA=UGM=<BAHQBRBy~~cyp{z~ov~q~~~
      ~~^KNn~>WNRD;QT:YYDQR>PUAINFW^[STqj~y`R`~u{t|jt~s
      ~~^KNd~?JST<SHH?[XCFADPY?KI=TVZLQqb~y]Ogyo|s|wh~{
      ~~YMNm~<RSP<SWO=MUNJK=QXGOHDNURHSpb~uTPj{u{Xyuo~k
      ~~eHOi~GDADBABVWWP>A?=FAA=?UB]IWNxy~vVWw~~||~~~~~
      }}XMOi}BTPP=STTJJWPPO8KVOFO<R[VVXQq}tj]mttxpvtp}t
      yyT?IZx?GIB?:JC?QLHEIBJREBJFMFQFShlyneVhrosjrolyq
      ~~aFIX~=QQO;RLS?_T?OVBPJVGHBQ]XK[`h}~YRs||~h~vw~~
      ~~aHOhl=ASR<RSX?[XI>Q><PSLSEUT]NZtl~zSQX~x~q}nq~p
      ~~dAKY~ERAAABDSCNQRUCAXJJ>;EF^LOSvv~^dSb~w~o~|~~c
      ~~dNOl~SFDCUJFPCKGD=:ICK?DC:KHQESwy~{mhsjai|^_~~~
      ~~bKPg~<XUSBWTDEZ^>ST<=Z=IDCQ^YE`ui~i`S_~y~[~x~~~
      ~~YMOj~PVRQPTUUOY^IPQORVIPL4S^WYYmt~ukcn|uzrxo~~z
      ~~e>L`~AMFF=JEUA]HJCGBNJDBCHFUVLXvc~cXOZ~{~[~lt~|
      ~~_=J]~BTFU?LVL?YNNKUACER?>?RSVG^wv~{cRx~|~z}]y~k
      ~~eAM`~AQNV>UUE<^_TNWBQ]>DDDTSSGVv^~~YO_~|~a~|y~~
      ~~dCNb~IEDIALHLBHQBC>OAR;>>Q>^AMRwx~yjX_qvkz~~~~~
      ~~WQPj~?RSW;YUU>^_TUV:V[CSUFX[^Q_ru~z_Pd~w~o}z~~i
      yyTBLWx<MKK?KOD>SIJKB<IQHBJJNFRJPhjypdZisntisolyr
      }}W?Ia}ERBPAQTK>XYNKOK:HON=HLXLJLlsxsaLm{tyqwt}}y
      ||WCJ_|=MGH?PIRKOLDCDE;SG<?LILRRSkp|kbQkvquovru|x
      ~~T:Fj}AHPODQOIBWOLMN>NSNNOGQQWCCln~uaUl|nymktg~y
      ||W9Lb|JFDCLFFJHKLBCBLFUHGGFFLUWWQs|si]lzsxpvs||w
      ttNFL`sFH7GEJ?KFNREDEFGJEE?EHSMMNchtjaWdrjogmjsto
      ppJBJZoBHCDAFFGBJNBCBBCHAABADOIJJ^gpf]S_mfkcifopk
      ssMEM^r=KFGDIJJEMQEFE<FKDDE9GRLMM^jsi`Vbpinfliqsn
      }}WOOi|OLBINSATOWYA;COPH;<<NC]VTUlt}siam{swpvs|}x
      ~~aBK`~IF=C??ANJFR?AEK?F?>?LAa^[Rtd~irXu~|sy~|~~~
      {{VMRgzNSDOLQRRMUXK;KMNLLL6MFZTVUjr{rh`iyqvntqz{v
      ppJBJZoBHCDAFFGBJNBCBBCHAABADOIJJ^gpf]S_mfkcifopk
      uuOFO`tGM=IFKKLGOSCG;GHMFF:FITNOOclukbXdrkphnktup
      ppJBI[oBHCDAFAGBJMBCBBCHAAAADNIJJ^gpf]S_nfkcifopk
      wwRINcvJOKKHMNNIRU9B?IDOIH9IKVPRQfnwnd[gumriqlvwr
      qqL<J]pCIEFBGHHCGOCCACEJBBABEQJGL`hqh^UaogldZgpql
      uuOGM`tGMGIFKKLGOSDGFGHM8F;FITNOOclukbXdrkphnjtup
      ppJBJZoBHCD?FFFBJNBCBBCHAABADOIJJ^gpf]S_mfkcifmpk
      ppJBJZoBHCDAFFGBJNBCBBCHAABADOIJJ^gpf]S_mfkcifopk
      qqLDL]qDIEFBGHH?LPDECDEJCCC8FQJLL`hqh^Uaohmekhqql
      """##)

  /// From es, it, pt, nl, sv, da, nb, fi.
  static let western = LetterFrequencies(
    letters: "abcdefghijklmnopqrstuvwxyzàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿßœšž",
    rows: ##"""
      ~~FbD[o?DCBECEDDGBCBDEBHEACF?FUJKkgr~^_e~di~~qf~~~~~o~~be~b~~~~~~~~~
      wwJBJduAGECAFCFBGCBCABDLBBACDKMGIe_m_W[aafbfpmbwswfl`of^`kewrwwwwwvw
      ~~=DFhu`gfdbg]gbhdcdbbembbbdelnhj~~~~x|~~~~~~~~~~~~~~~~}~~~~~~~~~~~~
      ~~LIK_~ACB>CAEBCEACBDC>EE?BC?FZFIdct~[]e~]`~~~g~~~~~o~~cf~d~~~~~~~~~
      ~~E=C_tAGFEGFHFGJDFEGGDKIDFHDGQINphvvabi~gk~~~i~~~~~r~~fj~f~~~~~~~~~
      ~~M>EK~GFCDAGGFIUNGEGGE=FAEQLXZJWrmzmejant`t}zo~~~sym}samxr~~~~~~~~~
      xxJBHdvAGDCBGDFBHCBCA?DLBBBDDKMGJe`m`W]aagbgpmbxtxfl`pf^`kfxsxxxxxww
      ~~MAJi~EDDASFBJEHC>B>ODO>??EBTOIE~|~{tv~X~l~t~b~s~]~x~~y~~e~~~~~~~|~
      ~~YLN~~>BSR>WXH>CU<MNAJb=HJBQVbBVy`yq[[bzi[k~s_~~~~xeq}ZZr^~o~~~~~~~
      ~~hNO~~>VCTBYX<>[?DQQ;VPCOCAVXZKVxackuysdeaX~u^~~~~rXpwzu~j~t~~~~~~~
      ~~jDLn~?LUH;LIO>KLIJL>PWEFIBJNdLUpdwi]`g~vde~d_~~~~udpwaa|i~v~~~~~~s
      ~~h?Lk~IGEBHFCJGHE?B<NGM<??IDKEMH~s~pfmu`~v~m~k~m~b~k~vxt~h~r~~~~~~~
      ~~eFO~~AJOOCCLP<DQBQT<PTAICBNQTFOsamjXV[{ocq~~_~~~~zcmzOR~h}s~~~~~~~
      ~~hBLgtAHXJ=M?E?FPCMFCP[ACE>MWcFS{epiYV]}w_d~y`~~~~rbwu[^}]~j~~~~~~~
      ~~ZGNr~<HYF=TZPABGOIP=V]JRBBAU[EQz]taTW[vh]q~}d~~~~~iu`XY~j}p~~~~~~~
      ~~mDMp~DGBBEE?KIE?>B<AFME>AJA^LWDedtf_rw_objh~u~~~jjV}kfl`q~~~~~~~~~
      ~~bEN|~<NYC=IKQIXBGTF<LdNFM>IPcLEuYwlOdXxzg{~~n~~~}~atv[V~h~p~~~~~~~
      ~~gFMj~>KVO>MMMBF<DMI=R^DAB>GM_DWrl~xRc`}zfw~~p~~~~}u~~WZ~yyr~~~~~~~
      ~~bCKj~>JMD?HEG=FE=FNAINSECBFTWDUobklTZ[mtah~n^~~~~rcntY[ri~o~~~~~~~
      ~~hCMr~=BTM=LON>VMGAK?>NLJJBPJ]HVxWsdRV^}v]d~y^~~~~u^jq__~c~m~~~~~~~
      ~~l?KgsAME>AC=EBLDJMCAMOPB=DESOEIxdrXWZb_sdm~ya~~~~scl~d`s_~y~~~~~~~
      ~~fAKfuKEDCJGBIEHBA==GAN=>DDCHQNN~s~kks~gps|s~o~x~p~u~~ry~~~~~~~z~}~
      ~~hHNn~=LLH?MIIBSPAMM<>c>HFALZTFMpVsmUQd_wdo~xf~~~~sadia_~`~~~~~~~~~
      ~~^QRx~LVXPTYWXN[VMTUNRTESH4JZYZ]xs}slpttzvz~~u~~~y~s~zqs~x}h~~~~~y~
      ~~l?Kf~>GHC>IEH?GCHCFAMKFDCDEKUFN^Xh`YY]et`c~v^~~~~i^nn_^{m~q~~~~~~~
      ~~]BLh~BLCL?JOH?G>FHKBALPA<BHLYFUsax[UY_ytcq~d_~~~~wavd^]sn~y~~~~~~~
      ~~mBLh~>NOS>LME=JHMNM?OhBF?BIKUCR[Zg`R^a~x_g~za~~~~s`ohZ^rk~x~~~~~r~
      ~~iDNn~CDGCBKDKCIAA>>DAZ??>CFHMNH{_}uurt_v_d~x^~u~l_p~~wr~~~~~~~~~~~
      ~~WHOs~<M]N=OOS<NRNPJ=QhJKODH[bIazYpfPXT}z]f~y^~~~~rgm{liy~~~~~~~~~~
      ~~`CMy~<LOK=PSA=SLMQD=M`LCOOTD[NTxkoughfvsix~~r~~~{|t~{oj~zxg~~~~~~~
      ~~ZEIv~?M?OAKSL<OIEJNB;RRN<ILTJKQqbxZigrssat~{`~~xx{gsaki}r~~~~~~~~~
      ~~cAJd~CKECFMBAHK>ABCBA_D?=KCOTAXyj~r[ivxuov~~w~~~|~by~Rt~d~u~~~~~~~
      ~~^IJm~;NKUAVQL:PROPS>ULVTTHWL_M<v_qclrtwrdi~sl~~~|oZhfrrwj~i~~~~~~~
      ~~W9Iq~FFFGLEGCELMEDEKFHE>FJGXOTMelzmeinn`ot}zo~~~sem|skmcr~~~~~~~~~
      ~~^>Mw~TDFJSD:VRTU?EATGK<=CLA_BXNwq~rkosryty~~u~~~j~s~yqs~w~~~~~~~~~
      ||NFMizFKJHFKHKFLHG89FIQFFFHIPRLNjdrd]aeekgkurg|x|kqetkbepj|w|||||{|
      ~~]OPv~TYXUMYVXTZUTVT5W_TQTVV_aYZwr~qjossyuy~~t~~~x~r~xpr}x~~~~~~~~~
      ~~eAKn~RZLKPJBBDD>??=KIg=CAYCdJ<d~y~yMvz{~|~~~{~~~~~z~~pz~~~~~~~~~~~
      ~~_=Lx~SDY?HJ>QUYA>Q>UFa<B?WG`b[[yt~tl^tu{v{~~v~~~z~t~zqp~z~~~~~~~~~
      ~~ZOOu~RJOGP?BTOX?<I<RM^9?AQA]]XZup~pimoqwsw~~s~~~v}p~wnp{v~~~~~~~~~
      ~~[OOu~>XWTRXUWSYTSUS?V_SSSOU]_X[vgxFinrrxsw~~s~~~w}jnKoq|c~~~~~~~~~
      ~~W9Mq~KKDKHLHKINNEECMIH=CGLFXZTOrlzleimmbes}zo~~~sym|sjmxr~~~~~~~~~
      ~~Y=Ks~NLEDIFGRILPD=>OHP;AALJYBVRtnloglpprWv~|q~~~s{o~umozt~~~~~~~~~
      ~~U:Kp~LPQNMRORMSOM>:MPXM=MMOWKSTpkykdhllrno|yn~~~qxk{rikvq~~~~~~~~~
      zzLDKfxCIHEBHFHCJE=E=DFN;DCFEMKIHgaobY^ccidipodzvzhnbrh`bmgzuzzzzzyy
      {{M<DhyBIEEEIFHEKFEEDDCMDD?GGOQKLdcqc[`dd_fjtaf{w{jpdsjadai{v{{{{{z{
      ~~YHLs~<J>>LCDUPURFE>DEJH>AR:ZPVDtn|ngkoeuqu~|o~~~o{n~umozt~~~~~~~~~
      wwJBJduAGECAFCFBGCBCABDLBBACDKMGIe_m_W[aafbfpmbwswfl`of^`kewrwwwwwvw
      yyKDKewCHFCBHEGCIDC<<CFMCBBEELNHJfaoaX^bbhdhrncyuygmaqg_algytyyyyyxx
      wwJBJduAGECAFCFBGCBCABDLBBACDKMGIe_m_W[aafbfpmbwswfl`of^`kewrwwwwwvw
      ~~VLNp~8SQOIRORKSONOM;PXMNMNPWYSUp]ykdhllrfr|wW~~~rv^{rilwp~~~~~~~~~
      ~~P9Nj|FFDFGIJEGNFCCAFFRCEEIDQSHP_esf^bggmhmvsh~z~l]fuldfqk}x~~~~~}}
      ~~]FOv~SOK>SNGXPUTDC7SCRBEHUEV?WYwq~qjnrrxsx~~t~~~k~h~xpr}w~~~~~~~~~
      zzLEKfxDIH:DIFHDJED==DGNABDFFNOILgbpbY_ccieispdzvzhnbri`bmhzuzzzzzyy
      ~~VNOp~MSRO7SPRNTONONNPXNNNPPWYSVqlyldimmsns|yn~~~rxl|rjlwr~~~~~~~~~
      ~~_KOx~NQTBROFHGB=BDALAZ9>CU>ZaAYys~sYoutzvz~~v~~~z~t~zVt~y~~~~~~~~~
      ~~[NOu~RAVANK=RQ9>ADCRF^:ACTAY^BYvp~qimqrxsx~~s~~~w}q~won|v~~~~~~~~~
      }}O:Jj{ECEEGFFFDJGCDFFHLBBEGHQLMOjese^bfflhlvsg}y}kreulceZk}x}}}}}|}
      ~~WFNq~I<DAKRLSNLP;:;NKYB?FPJXXSLrlzleimmsos}zo~~~bym|skmxr~~~~~~~~~
      wwJBJduAGECAFCFBGCBCABDLBBACDKMGIe_m_W[aafbfpmbwswfl`of^`kewrwwwwwvw
      xxJCJdvBFECBGDEBHCBCAB<MABBDDLMGIe`n`W]aagcgqmbxtxfl`pf^`kfxpxxxxxww
      wwJBJduAGECAFCFBGCBCABDLBBACDKMGIe_m_W[aafbfpmbwswfl`of^`kewrwwwwwvw
      wwJBJduAGECAFCFBGCBCABDLBBACDKMGIe_m_W[aafbfpmbwswfl`of^`kewrwwwwwvw
      wwJBJduAGECAFCFBGCBCABDLBBACDKMGIe_m_W[aafbfpmbwswfl`of^`kewrwwwwwvw
      wwJBJduAGECAFCFBGCBCABDLBBACDKMGIe_m_W[aafbfpmbwswfl`of^`kewrwwwwwvw
      wwJBJduAGECAFCFBGCBCABDLBBACDKMGIe_m_W[aafbfpmbwswfl`of^`kewrwwwwwvw
      xxJBJdvAGFC?FDFBHBBCBBDLBBADDKMGJe_m`W[aagbgpmbxtxfl`pf^`kexsxxxxxww
      xxJBJduAGECAFDF?GCBCABDLBBADDKMGIe_m`W[aagbgpmbwswfl`of^`kewrxxxwxvw
      """##)

  /// From pl, cs, sk, hu, hr, ro, sl.
  static let central = LetterFrequencies(
    letters: "abcdefghijklmnopqrstuvwxyząćęłńóśźżáčďéěíňřšťúůýžőűöüäôĺľŕđăâîşţ",
    rows: ##"""
      ~~FaDd~?DEDGFIEFEAHCBD=QGBDDACTM?}r}f~jdhg^[d^}g~e^l[~|]mk`d~~~l~~{~^_i
      vvJBJetAEEDBIFFBBACCBACVCCBDCFOCA___^d[ah`VZgX_Xg^[`_c^[`f_bkgrdte]gdca
      ~~=DFi~`eedb_]Xbbacabacuccbccf^ca~~~}~{~~~vz~x~x~}{~~~}z~~}~~~~~~~|~~~~
      ~~LIK_~ABCAFCGBEA>EAAC<PF?CC?BXI>~a~i~hdg`^[fZ~hwe[rY~~Zilad~~~j~~~~Z^j
      ~~E=Ce~BGGGJHKGIHDJDEGBRJEGFEERKC}}sh~kgnjb_ia}i~icq`~}a~pef~~~n~~f~bcg
      ~~K<DJ~HHEEHDHAIHGFAKHFMGBFJHIZNFjjjioglskbfr^icrigkjnifkqilvr}o~ohqonk
      wwJCJfuBFFECIFFCCB;DCBDVCCCDCGPDB```_e]biaW[hX_Xh_]a`d_[ag_blhseue^geda
      ~~MAIh~VDBBVIDGH?>?B?NC[AB?E?FMM?~Z~Xaudg^cVfi~sf[XYm~rY~~vq~~~e~`~~}cZ
      ~~_HNn~?BLL?W[H?DK?LD>Lh>FR?LVf;QdxXX~Yr~yV_~]WXn`cs]hXhZh^dosxd{~]lrye
      ~~fJOn~ASJW?VZ:=>AGRK?WXFCDBP^^D<_{fh~a|~|cu~ZzSuzudfcyt|~qut~~y~~TYfkX
      ~~hDMl~>HJJ?RKLADFFGB=EgCFMBEJeA?`|cZ~]aZaTd~XYWdbdx_^`cYq_f{ai`~~[mv~}
      ~~g>Kf~GDDAPHAGKA???=MET?ABJDHFP?z]y`^l]i^^Yai~ibbZci~qZ~~vs~~~^~]|wg^^
      ~~bGN}~BRMW?GOY;QPDRN;QRAJIBXX_INmvdt{Yx~wWn~VpdvqqpemurZ`]Ytw~m~|Yamzx
      ~~dDMf~?FWIBIGG?DKBKF=Nd>II=JPd:L^yaV~Wz~uUq~Vx]~przbets_e`av~~u~uUdkzz
      ~~YCMk~>JCN?UXIBTEALF:TaBRGDFLYAPoxac~]o~uS_~Yx]mcfs_b^f`g_injhYh~gls|z
      ~~iBLm~CGBDAGCEI?>AB>FFWF?AGBKQ_?][V_cXbv`]Wnc~`ldXXj~v^{~xj~~~u~j|~{__
      ~~fBMi~>LOG;QSPBOJJGFDMpKDCAJNj^OTwVq{[_~tUcm]yUixYrWdxlun^Zx~~w~~kz~~|
      ~~gCLj~>JEICPRNAPGCMI<T[CHB?HLgAUao_]~Vl~cTd~R{[qfez^^XcfkSYxau_u~xyy~~
      ~~aDLh~>KLF>MJG>?DCGD>PVQGCBGRUAI^}a{vVx~jRe~T|Ub{Z|cb^gXr_^vt~~~~[krye
      ~~gCLfh=DMQ>OWS>FFFJH>CNKLNANKbCMhrde~Vm~sRb~SUVlff|`XbdpZehdY~um~Z_j{n
      ~~kEMi~>OEDADFQ=ACNUI?SdRF?CLRR>K[{`}~b~~nS^uSWQ~~`}]dVf`lbe{q~~~p[nvd^
      ~~iBMj~J?E>WIBFMB>A>?LBe?ACC<?RV?~a~^avYmZqVls~we^Yom~qU~~}}~~~a~c~~~jc
      ~~hIOn~BOIPCWXLCIMATH:Im:JGBMZXGSmde_~]w~{Xj~Y[XjQ`wa^jwkxld``opy~]cmy`
      ~~SKMo~EKNGJPPOELKCLLDKM;K>7ILSMKiiihmfkrj`eqchcqhfjhlhejphioq|n~ngqnmk
      ~~jFMh~=JHF>LFJ?GEHCF>M]LFCBDITC>dlbj{Wu~kQ`jX}Zj}]lb`[Z]d]Zsj~|~gZeoie
      ~~[DMh~BMFOBNSHAJ=CFIC?TLD;CDKYE;_tiY~^~~}Vm~V}Uq|v]Yhjs^jb`wm~m}~Yhl}l
      ~~kBKi~>KOV>OTD?ICILF>NkAJFBCFUARa~[c~V~~zSnoTYWl[c~_b]yZcWavumrx~Vdm~~
      ~~hAKi~GBEAMLCIG=A??AQ>c>??NFJKXD|X{_[rcoVYUbr|rhfVdq~mR}~{}~~~h~d`tybb
      ~~XENi~=NNK>YTQ?FFDQD>NnEHLFRZg=Fwzzz~d|~|O`fRUUg^U{__R`_iebae{is~]cm~|
      ~~cCM~~<OGJBUPE=UFOUBAEhHBKJZIc9HYvYV}Tc~wms~orq~vtyqyvsy~pkq~~}~}v~}{y
      ~~VBIa~AMDOCMRL;PCKHKG<OOL<AGRFEMbnnmsdpwo[jvdnasjfnmfmjo_mnvv~s~t^errp
      ~~e>Id~D>?GEGGEHBABAEDAdIAAJGA[OCyVyUacVi]Y_wZyYd^XYarpV`[``~~~p~~v~~t{
      ~~dBLl~=DKE?RIHBJBHCBAEfIKDEDEh>DW|Z]~Ww~xPjtU|Vkdag`bfrXaXZuz~o~~Wjt~}
      ~~[>Lc~SL9:TXCWTSLTTTSBhTJCUTPaU>qPqUunbZTimyjpjypnrqupmrxps}y~v~voxvur
      ~~[;I`~DAKG>ERRALERAFLHhPLLCT<aTKqlqovkhnihmyjpjxomqlupmqxps}y~v~vowvtr
      ~~Z=H^~RE<;SXEVSS=KTSR<gSG?TTOaT?pWpUsmTbUhlxjpjxomqptolqwor|x~u~vnxutr
      ~~]DMw~<JKKDSMWTTBUOE;LhRPM>USb<QL_ShvQpzcimykqkypnrqupnrxqt~y~v~woyvus
      ~~V:H^~NO;POURROOIONONOcO:NPOR[PNkkljoiltmchtekesjhmlpkhlsknxt~q~qjsqom
      ~~_BLz~M?G=RLEIG?=>KBRCk=DDWD9dW?tYtUybi[Xfmz_skrqktitklp{hf~||x~yr{ywu
      ~~ZDNu~QJ:RRYVVRSN:BBQIgCSRTS9`SQoKomjloxpgkwioiwnlposnlpvor|w~t~umwtsq
      ~~S;I[~KGE?LRNOLLJCD<KM`=LLMLAYMKiRih_fkriaeqbhbqhfjimhejphkuq|n~ngpnmj
      ~~ZANv~BIID<YVVPSBDQ?ETgSESJSS`7RRobgt`qxqhlxjoixomqptolqwor|x~u~unxutq
      ~~dDNn~JCAC]KCFRCA;A>ZIm?=?N>`i^>yyyx~vz~zk^kexecXVhw}xZz~vw~~~h~~w~~}{
      ~~`EMz~>QOX>VZY=C<GQ=CSlJPEBJ[eXVttusyqv}uUn|mtOks[t_^squ{sw~|~w{zr|yxv
      ~~S<I_~9NNNLROOLLGLELEM`LL?ELPYMKiiihnfkrhVeqbhbohfihhhTjphkuqvm~ngpnmj
      ~~b?Lj~XEKEYK>=UL?B??YAf>;A[B[e[Dwwwv|ty~xnaxawpwcitu{vdx~vq~~~x~}u||{y
      ~~[BKv~RTCETXWCS=>>D;RJgCC=UGWaUDppqovmryqhVWjoj]QTamupTqxps}x~v~vnxvtr
      ~~b=Jd~WI?FYWGCXF>E<DXElDB<Z>_h[>wwwv|ty~xnVppvmf[Y[rzvUx~wz~~~c~}u~|{x
      ~~S?Kn}>NNIKROLKK:LIK=L`LC>:LOXLJhhigmejqiVdpbgblgaihYgeiohkup{m}nfpmlj
      ~~^LNx~EQTV;[YW;UHSRPHUjVKLNSYcVTrrsqwot{sTfylrIvpksr[qnsyru~z~w~xpzwvt
      ~~_ENz~AXPX=[ZK>N=BNCEEkTO<GJ[eXTt[trypv|ubS|]sNhrZWljspu{su~{~f~yr{ywu
      ~~Z:Gc~<OTIRKTPPMISIN>KdGLJHNVaTOpppoumryq]cxjoiwo_mklokqwoo|x~q~vnxutr
      ~~]ANw~P?AATMCIS9C?KFR?gC??UCXbUBqqqpvnsyrhMniqkkYTSkupYrxor}t~f~woyvus
      ~~VAGr~NCJHOSRHO>GA<LMMcG>LP<R[PAllljqimtmcZsekef_bljjkIlsknxt~q~qjsqom
      ~~[<Jw~SB:GTWWHTJBK;JSIhCCBRBXaUEqqqpvnszribykpjjfSepuoVrxps}x~o~voyvur
      ~~`EOf~BCPC<_UW;H?NPAIVlPJKCS[eYVutuszpv}vQobctOXsXuhespu|tw~xzqsor|zxv
      ~~Z=Ke~IAPBHBLGGA<>FDKDgA>AS=VaT=pppoukryq`lxbp`xomqetolmvde|x~u~vnxutr
      ~~UCOp~KENNGHLHM:;CM?LJb>ADN8QZO?jjkioglskbgrcjdrigkgnigkjjjwr}o~phrpnl
      ~~]QPw~S?SFTVFPTQ==G?SOi<?AU<WbU8qqrpvnszrinykqkypnrqupnrxps~y~v~woyvus
      ~~YMOt~PKSGQT>PQQ87NBPOfCHDSKU_R>nnnmskpwofjvhnhvmkonrmkoumpzv~s~tlvsrp
      {{OFOjyFJIHGNKKGGEHHGFH[HF:HHKSH=dddciafme[Ll^d^lcaJdhc`ekdgllwiyjblihf
      ~~TLOo~KBA>LSPOLAFBDJKMaC>IN=PYMBiijhnfkqjacqcicchbjimhGjpilvp|a~ogqnmk
      xxKDKgvC=GFDJGFDDBDEDC;WDDDEDHQEBaaa`f^cibW[iY`YR`^bae`Lbh`cmitfvf_hfdb
      ~~VDLr~;?QOOUQQOO<ODAAOcO?H>CS[PNllljqimtmc`seke_j]lMpkhlsknxn~p~qjsqom
      wwJCJfuBEEDCIFFCCBCCCBDVCCADCGODB```^e]ahaVYhX_XN^Ya`d_Z`g_blhseie^geca
      ~~VMPr~9RRQ<URR?ONOKOLPcOPO=OS]PNlllkqinumdhtfketkimlpkhmsknxt~q~njsqpm
      ~~^;Gb~TLEHUVJXIPUFAGUEj<B?AKZdWCsssrxpu|tko{mrm{rptswrotzru~{~x~ymymXQ
      ~~SKMo~KNNMLROOELKF:8KM`AL?LLPYMKiiihnfkrjaeqbhbqhfjimhejphkuq|n~ngpnXY
      ~~XOSs~OSRRPWTTKPOGA6OQeMPLQQT^QOmmmlrjovneiugmguljnmqljntmpzu~r~sktrXX
      ~~XMPt~?TISDWUU:QPQOLGQeRP9CQU_RPnnnmskpwofjvhnhvmkonrmjoumpzv~s~tZmpqo
      ~~ZMOv~CVTUDYWV7SQSTSQTgSSSFTWaTRpppoumryqhlxjoixomqptolqwor|x~u~uPdisq
      """##)

  /// From tr.
  static let turkish = LetterFrequencies(
    letters: "abcdefghijklmnopqrstuvwxyzçğıöşüâîû",
    rows: ##"""
      ~~FZC]lA<GCFI?AEJ>IDJGEPIADHEIS=GWoeVVY~~~
      ppJCJdk?DHCBHFGAN??BAEGVADDCGPSACWWQYUUhmn
      ~~=DFf~Y]a[ZaX`YgXXZZ^aoZ]]]`ilY[ppjron~~~
      ~~LHK`iA<G?DG>BBL<JCICEQJ?CHAL]<FVrfVWY~~~
      ~~D=CalBAHEIKDDHLBKGKJDPLEGKGHQBJ[oZZY^~~~
      uuK;HIqEJGFHFLMFTCFHFKM]DGHGMVYGI^^TV[[nst
      qqKAIfIBFJEDJHHCPBBDCGIXCFFEIRUCEYYSZWWjnp
      ~~NCKj~NDGCXFMCMM<??=VCd<BCQGZW<AWTmoRiy~~
      ~~XLOe~=O[NA]TK:PQFPUDQlJVW:[fiQNmmSSkThnq
      ~~]LOg}=QOO=ZXE<bGHMSEY]FKG>WbfPQjjLhiSiqo
      ~~bJNl~=PWK<RUY=ORIRQBSiHPY?X_kGYooLVmPilz
      ~~dBLi~QFEBTGIKWS;??=RHX<BAVBUL>FRRmqTpl~~
      ~~ZELt{;SNSAGQR?[GCQPBVRAIBEW_`INbhM`a_fj~
      ~~^KPx~EHWO<YMM=aRINRFUbBOJBY[hSRklTKjLe~r
      ~~XHMv}:KWL?OXM>QJHFG?JiHLBFKYfLN[jVhcT^it
      ~~eAMo~QHHFVFKCTR>=?<PFd=BFZLgX>=QTmrQnvq~
      yySEMmt?NQG>QOP;TIBJKEH`KAM<QZ]GMaaQ``Yqlx
      ~~b?L{~=OVMCUUT>bF<FP?QnHEB>NSkQWZoQY_Ualj
      ~~bFMh~;OOB=WCV?_FBANISYZMHATgYJU]qOijTclq
      ~~aBMi~;HIF=QKK>fK?LREKNRITBX_ePMloQjcSglr
      ~~d>Kk~BND=BLFU>QG?CQHYjKGCASeNHL^qMfaSkkr
      ~~aKOz~OIGBVHGOPF<:>=JCg<BCIKJZAGbRhoUj~~~
      ~~[DLf|<NXNDVRECZG=CO>HhBFCFJ_e>O[iLhg[t~~
      ssMFNhoCHLEFLJHCRDBFEEKZ;G>9KTWEG[[U]YYlqr
      ~~dBIa~?JKBANHI=HB?AKEPeQDE?MbSIOYqNcYRkkp
      ~~YJNl~>SMRAOQN<dEEGKBGVPE>BMZV>ZeoMUmSikk
      ~~bDLg~=LOR>EUG=`CBCODNnELFALPQKU[pNYjPjq{
      ~~a?Lk~MFGINNJIM[B<==TDm=FCMMc]>>WShpQll~~
      ~~SHOu|<LCI:VKTAaLFNRJXhBMUDM`bIOii^kc^fhw
      xxRINms;LKK=QO>>WGGJADI_GDKIPB]HLaaZb_^puw
      uuO=Gjq>IEIEGLJ>TFDBGF?]GG?GFJB?H^^V_[[nrt
      ~~aKOk~;LRE?ADSCdJALG=RmHKKEO^jLUmnNShQh{w
      ~~_AGx~?NFA?ZDO?cM=BJFXkRIQDTadHLglM_jTgln
      ~~]FMv}?BZQ=[VT:aNCBTBZiPRHGYdfOV^jNViSs~~
      ~~[HOv}FRUJAWVX:aQ=FOSYiASV>XcfRPhjJkhTzv~
      ~~b?J|~WMDGYFVWXg==?;WKh>EHXTgl?=^RiqPmz~~
      ~~ZONu|QLRISPKSR`B?H;VJh:?ITLbe>:_Pcb^gy}~
      ~~^BMw~?JYUCLMO>c><?SQWjRL<BIegNV^kM_gUkrw
      ~~^DMx~TLFJSMWPTT;A;<XHe=ECWBeh?:UTfmRi|~~
      ppJAJelADHCCHGFBO?=BBFHVBEDDHQTADXWRYVViio
      ppJCJdk?DHCBHFGAN??BAEGVADDCGPSACWWQYUUhmn
      ppJCJdk?DHCBHFGAN??BAEGVADDCGPSACWWQYUUhmn
      """##)

  /// From he.
  static let hebrew = LetterFrequencies(
    letters: "אבגדהוזחטיךכלםמןנסעףפץצקרשת",
    rows: ##"""
      ~MFYD^~PRWXL]XUYRqSOmOoSTSuTxYTWQS
      ~CHBF_~ijmlgfoknfpmhkgnkmktlwmlhig
      ~e=DF^~klomihqmphrojmkplomvnxonjki
      ~OLJL]~NOVXLUSTZRuRMpMrQUQxU{YTVNR
      ~LD=C^~SUY[O`[X^UqVSmRoVWVuWx^XZTV
      yHL=CMsTWVWYXW^RTcVZ^UaX`VgXi`_ZTV
      rRKDJbOTTXVRNQVQM[WOVPXRQU_WbXVMTR
      ~haANw~gSXXRLTP]KZ^PPQYRVg[Ql^[RRL
      ~haDK_cPWXRPLZPSLdVQdQYRVQsWUTSMSP
      ~d]BL[}XR^LQLUcaJkiPQTUT`UbaoidOSP
      ~f_ALh~SSWWPLgXdJcSQUU[W_PVTp^UMNR
      ~cc?I[~PSQURNTSXOsTTUN[TSQvQuRSRPN
      ~kdEMegSPSOURXSTPWUOSQQPRSYSZTSMSK
      ~bZINqbRXXYIJY[gMiSX[MUUdWhdq^TMcX
      ~f_CLu~`O^NQKQc]Kj[O[U^UTicZ^XRNQQ
      ~a[BK`|VUVaRJeOSIlZPcUXU_P_WqdTN^V
      ~kdCMn~TQXRQNYUTOWTQLRRPSTZU^SRPOO
      ~aY9FpzRT[VOX^VYUTVS`RgVWWaWpY[VSW
      ~e^MPd~QQ]PQLVRdMU[LVRQPXWgVgecPPM
      ~gb?L_iMRWVLN]SUMRTSWP^UVT_SaWSVRQ
      ~d]9F]}RRWXOXZV[ViUTXP`XXUfWgYXVUW
      ~ibPN`iRVXSOLUOTMYST`TTRQQuSdORQMP
      ~c[9G_|RRXXOY[V[V`WTYPXXYU^XaZYVVV
      ~g`POgiQUTUMK[VTISSXXSUYSUXVhZTTSO
      ~e^DN_hZTSURLiYOJYVUYO]UWWRLtWROfQ
      ~f_DLu~eO`OQKWjZMkZKQQXRZikb_TTMTP
      |]U:FYvRTW^PWYVZU`TRaQcXVVUVlZYWTV
      ~e^ONt~W]VWRLaTTM^]RdcSPRLhccWQLOL
      yZR9GitRRUWPW^WZUcVU[PaVWT_ZZXVTTT
      ~e]MNs~ONORPJkVWKliQ[Q[VgOZRa_`OfU
      ~f^BMh~WNhTQJbWQMmjR[YPQTVXWfS_OQQ
      ~ia?KbfPSSUOK_TRKRR]YU]XUV]YZSTYQN
      ~haCMe~SQTWOM^UVLYVKSP]Q_TbUt`UN[O
      ~jc<Ib~STU^RMaPfNYVWUQSRYV^TrTPPXW
      """##)

  /// From ar.
  static let arabic = LetterFrequencies(
    letters: "ءآأؤإئابةتثجحخدذرزسشصضطظعغـفقكلمنهوىيًٌٍَُِّْ",
    rows: ##"""
      ~NFYDc~s^RxPtLVkLaXSW[cUbTZWe^eTZ~WVVPPTSXqTw~~~}~y~
      ~CFBEXdpwlumrcjifpljmingpjnlomsio{ckkdfhkhoft~~~z|w~
      ~k=DFc~szpxpugnljtomplqksnrprqwms~mnnhjknlrix~~~~~z~
      ~PLFKY~v]P{PxJRoN_VSY[_UbVZSa]mRV~RVUPNUSSuRz~~~~~}~
      ~LD>B]~raUwTtPXkPe[WZ_pYfW_[qfiX_}YYXSSXXYqWw~~~}~y~
      {ON9FOVflbkchX`_[Ub`c_d]f`dbeci_eq`aaX[^a^e[j{wvprmx
      qLJ>H_m[cWaX^OUTR[WUXPYR[UYWZY_TZgUVVOQSVNZQ`qmlfhcn
      ~`W:GZzegamdkKaNQhdbe`f_haedgfkagtab]SVYR[bZU~yysup{
      xZRJNfucd`haeVSUUV[]GXVUaT__bag]boX^]OPJ[YbShxttnpjv
      ~f]GNa~nubjkibUZUVSRPOURWPWUTY]R[yWSNTPJVNcNr~~~]zu~
      z]SLLhvdjahbgS^]RT]_WH_YdQQadah^dp_QRNSZNM^Qizuuoqlw
      ~f]POq~ntjsklbVg]YRUUPQSSPUTMWUMWyYW]ITLaflSr~~~xzu~
      |_VHNjxgmdleiRUPYgPYdUbRX_b`bSjSfsVOZOKPSWdIX|xxrtnz
      ~neDN]kRxo`rTgS^O]VSVR]PXR[VYZeU`~SVXGRPXXpWY~~~~~}h
      ~b^AMc~kjWiUcMVSQ_^Q[O^N_VWY_OkP_`]RQPURSQfM[~~~^ff~
      ~h_9GV~lYSuYrMTcUd[Y]XcW`YYZ_]gV]{VYYWRXYUoXg~~~z|w~
      ~kcAM`~sjT`pbPS[UZUNQW^O[STSYUZOT~TRRTLRRPYPh~~~a~z~
      ~aW=KXzinbnfkKRRZaece`gMicgehflact^QZNQOXOcM]~zysup{
      ~f]EM]~nj`ok^LPRSbfZkL_PUZijmkqR_ybicPLSNPTNr~~~xz`~
      ~h`DL_~ptlqmrMVMOTVdmLOOYQ_VZ_Xjp{RPTSQY[RbOb~~~a}a~
      ~e]EMd~nsjrjoLSTMkdgcKYMZY_PYNpgmxThhLU_[RiPr~~~xXt~
      ~i`?K`hXpXlmbL[MWUdcQQoQgZbmpntUh|VUXUNUUOXK]~~~{}[~
      ~d[HNo~mpiqjfIXW[mSfbehPlgkikjpblxKbSP_VKR_Nq~}}wy_~
      ~ja>K]~icY]nULROScQWaTkXVSX]RZuTU}QTS^TWUOVLZ~`f|i_~
      ~aX>JYzWncmf`KUOWj^[ZXgQ^cgfhfmVct]]UPMVVQcK[~zzt^p|
      ~g[ENa~op_Xl_LPTJoQXS[kTn[mlnRsUm{XYVQNUVQ`Lg~~~zdg~
      ~cZNNn|icV^hXJSUTlYVRWgJkbhhjQiPPvRYPQSYQTaOp~||`w^~
      ~f]EN_~nrjskpMTR^njObQlOnhlWmWqWXyJ[bNVT]LWOb~~~xzu~
      ~cY?K]|kmfoheIRTXl`T[WiRkeigiZnNTvQfdRP]UQYMP~|{u_r}
      ~dZ?K]}apRfiYKONYmg[gbjOk]dhkUoUeaRQfMZRXP_N]~}}axc~
      {^T=KYwflbkchKYNVgb`c_dNf`dbedj_eqVa`ROXKW]Oj{wwprmy
      ~h`BMe~pslumrLSPUW^jmNUN[]X_VT`jp{_X]KONXS`O_~~ee|`~
      ~cYJMn|kqgphlKPOVfeehVXOWY`bXSm]jv]fePTV^SaG^~||uXr~
      tQM9Hbp_fRd[aRXWU`ZX[W]V_X]Z^]cX_jXYYRTVYW^Tctppikfr
      ~h_?Lcgll`h[_O_OPl^La_XO]VVZT^SRc{bRYS^XUTZJb~~~z|_g
      ~f^BLa~orjtlpKRNOojelNaRiW_TXQfQnzSSaOQYYPXM]~~fy{c~
      ~b^?L[~ol[mblMTSOSbbbP[PXVWbhjn^i^[bcMQMXMeNs~~~y{a~
      ~deBMb~gZRoSiNSSOZTRUTXT]TVR^XcRU]TSRRLSTSPPl~~f~~h~
      ~kc?L]~tkdYpaNXOPXSRWTcPVOVU]XcP_~VURPYMUPbP_~~k_ed~
      ~i`=L[~qpejmeLVTNgVW^QX]WQOS`UUV[|TSS_U[QOZN`~~~{}f~
      ~f^?K]~okj[koJYTXlYhkRJRTfckahjhnyfd`NOS^Q]Qs~~~y{u~
      ~i`ENt~`fWr]fKSZTVPT^QXNUR[TSWZQ^|SPWNQNX]WOh~~~{}a~
      ~bY9Im{J_Zo`lRZYXk_]^[`ZcY^_cbeX_uZ[ZXWZ[Z^Zo~{{uvq}
      ~kcBMc~^rbVo]OUMQVTTVO^NXQY]VWcT[~URSPPNTSkR]~k~`~W~
      z]T>FTvflbkcgF`^[fa_b^c]e`dbdci_ep``aY[]`^dZjzvvprlx
      oQIAI]kZaV`W[MTRPZVSWRWQYTXVXW^SYfTTUNPQTRXO_okkegam
      qSJ;K_m[cWaX^OUTR]WUXTYS[UYWZY`U[gUVVOQSVTZQ`qmmfhRn
      qSJCK_m[cOaX^OUTR]WUXTYM[UYWZQ`U[gLVVOQSVTZQ`qmmfhRn
      uWOGMcq`g]e]bSZXVa[PROPO`MV]LVdM`kRZURRMZX_Ueuqqklgs
      tVM>Kbp_eZd[aQTWT_ZX[W]U_X]Z^[bS^jOYYGTVYV^Pctpoikfq
      xZQCJftcj`h`eT^HYd_P`PVOR^b`bagScnP^_OTQX[bUhxtYYRjv
      pRIBJ^lZbV`W]NUSQ[VTWSXRZKXWYX_TZfTUUNQRUSYP`pllegbn
      """##)
}
